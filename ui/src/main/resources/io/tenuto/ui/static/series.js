// What metrics answers have in common: names, values and times of series.
import { value, short, duration } from './text.js';

// Attributes whose values are words of the language.
const WORDS = /^(span:)?(kind|status)$/;

// A label's value as TraceQL writes it.
export function literal(key, any) {
  const text = value(any);
  return any && 'stringValue' in any && text !== 'nil' && !WORDS.test(key) ? JSON.stringify(text) : text;
}

export function label(series, key) {
  return (series.labels ?? []).find(one => one.key === key)?.value;
}

// Name of a series without the labels in `hidden`.
export function nameOf(series, hidden = []) {
  const labels = (series.labels ?? []).filter(one => !hidden.includes(one.key));
  if (labels.length === 1 && labels[0].key === '__name__') return value(labels[0].value);
  return labels.map(one => `${one.key}=${literal(one.key, one.value)}`).join(' ') || 'all spans';
}

// Writes a number of this query's answer: metrics over durations are in seconds.
export function unitOf(query) {
  if (/_over_time\s*\(\s*(span:|trace:)?(duration|traceDuration)/.test(query) && !/histogram_over_time/.test(query)) {
    return number => number < 0 ? '-' + duration(-number * 1e9) : duration(number * 1e9);
  }
  if (/\|\s*rate\s*\(/.test(query)) return number => short(number) + '/s';
  return short;
}

// All times of the series in milliseconds, ascending, and their usual distance.
export function timesOf(series) {
  const all = new Set();
  for (const one of series) for (const sample of one.samples ?? []) all.add(Number(sample.timestampMs));
  const times = [...all].sort((a, b) => a - b);
  let step = Infinity;
  for (let i = 1; i < times.length; i++) step = Math.min(step, times[i] - times[i - 1]);
  return { times, step: Number.isFinite(step) ? step : 60000 };
}

// Round numbers from 0 (or the least value) up to the greatest.
export function ticks(least, greatest, wanted) {
  const raw = (greatest - least || 1) / wanted;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find(one => one * size >= raw) * size;
  const made = [];
  for (let at = Math.ceil(least / step) * step; at <= greatest + step * 1e-6; at += step) made.push(Number(at.toPrecision(12)));
  return made;
}

const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map(s => s * 1000);

// Times for the axis with their texts.
export function timeTicks(from, to, wanted) {
  const step = TIME_STEPS.find(one => one >= (to - from) / wanted) ?? TIME_STEPS.at(-1) * Math.ceil((to - from) / wanted / TIME_STEPS.at(-1));
  const zone = new Date(from).getTimezoneOffset() * 60000;
  const made = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) made.push([at, clock(at, step)]);
  return made;
}

function clock(millis, step) {
  const options = step >= 86400000 ? { month: 'short', day: 'numeric' }
    : { hour: '2-digit', minute: '2-digit', ...(step < 60000 ? { second: '2-digit' } : {}), hourCycle: 'h23' };
  return new Date(millis).toLocaleString(undefined, options);
}
