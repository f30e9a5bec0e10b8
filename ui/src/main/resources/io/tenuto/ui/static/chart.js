// Series as lines over time, with exemplars as dots that lead to their traces.
import { element, svg, value, colour } from './text.js';
import { nameOf, ticks, timesOf, unitOf } from './series.js';
import { frame } from './frame.js';

const DRAWN_MAX = 40;
const READ_MAX = 12;

export function lineChart(answer, { query, onRange }) {
  const all = answer.series ?? [];
  const lines = all.slice(0, DRAWN_MAX).map(one => lineOf(one));
  const { times, step } = timesOf(answer.series);
  const text = unitOf(query);
  const exemplars = lines.flatMap(line => line.exemplars);
  let least = 0, most = 0;
  for (const line of lines) for (const number of line.values.values()) { least = Math.min(least, number); most = Math.max(most, number); }
  for (const one of exemplars) most = Math.max(most, one.value);
  const yTicks = ticks(least, most || 1, 5);
  most = Math.max(most || 1, yTicks.at(-1));
  const yPlace = number => (number - least) / (most - least || 1);

  const draw = plot => {
    for (const line of lines.filter(one => !one.isHidden)) drawLine(plot, line, times, step, yPlace);
    for (const line of lines.filter(one => !one.isHidden)) for (const one of line.exemplars) dot(plot, one, line, times, yPlace, text);
  };
  const read = index => lines.filter(line => !line.isHidden && line.values.has(times[index]))
    .sort((a, b) => b.values.get(times[index]) - a.values.get(times[index])).slice(0, READ_MAX)
    .map(line => element('div', {}, mark(line.name), element('span', { class: 'grow' }, line.name), element('b', {}, text(line.values.get(times[index])))));
  const chart = frame({ label: `${lines.length} series over time`, times, step, yTicks, yText: text, yPlace, draw, read, onRange });
  const parts = [chart, legend(lines, text, chart)];
  if (all.length > lines.length) parts.push(element('p', { class: 'soft' }, `${all.length - lines.length} more series are not drawn.`));
  if (exemplars.length > 0) parts.push(element('p', { class: 'soft' }, 'Dots are single spans: they lead to their traces.'));
  return parts;
}

function lineOf(series) {
  const values = new Map((series.samples ?? []).map(sample => [Number(sample.timestampMs), Number(sample.value ?? 0)]));
  const exemplars = (series.exemplars ?? []).map(one => {
    const labels = new Map((one.labels ?? []).map(l => [l.key, value(l.value)]));
    return { at: Number(one.timestampMs), value: Number(one.value ?? 0), labels, trace: labels.get('trace:id') ?? '', span: labels.get('span:id') ?? '' };
  }).filter(one => /^[0-9a-f]{1,32}$/i.test(one.trace));
  return { name: nameOf(series), values, exemplars, isHidden: false };
}

// A line breaks where samples are missing; a sample without neighbours is a short stroke.
function drawLine({ x, y, layer }, line, times, step, yPlace) {
  let path = '', last = -Infinity;
  for (const time of times) {
    const number = line.values.get(time);
    if (number === undefined) continue;
    const place = `${x(time).toFixed(1)} ${y(yPlace(number)).toFixed(1)}`;
    path += time - last > step * 1.5 ? `M${place}h.01` : `L${place}`;
    last = time;
  }
  const drawn = svg('path', { d: path, class: 'line' });
  drawn.style.stroke = colour(line.name);
  layer.append(drawn);
}

function dot({ x, y, layer }, one, line, times, yPlace, text) {
  if (one.at < times[0] || one.at > times.at(-1)) return;
  const facts = [...one.labels].map(([key, shown]) => `${key}: ${shown}`).join('\n');
  const mark = svg('circle', { cx: x(one.at).toFixed(1), cy: y(yPlace(one.value)).toFixed(1), r: 4, class: 'exemplar' });
  mark.style.fill = colour(line.name);
  const trace = one.trace.toLowerCase().padStart(32, '0');
  layer.append(svg('a', { href: `#/trace/${trace}${one.span ? '?span=' + one.span : ''}`, 'aria-label': `Trace ${trace}, ${text(one.value)}` },
    svg('title', {}, `${text(one.value)}\n${facts}`), mark));
}

// Each series with its figures; pressing its name hides or shows the line.
function legend(lines, text, chart) {
  const row = line => {
    const numbers = [...line.values.values()];
    const last = numbers.at(-1) ?? 0;
    const button = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'true', title: 'Hide or show' }, mark(line.name), line.name);
    button.addEventListener('click', () => {
      line.isHidden = !line.isHidden;
      button.setAttribute('aria-pressed', !line.isHidden);
      chart.repaint();
    });
    const cells = [Math.min(...numbers), numbers.reduce((a, b) => a + b, 0) / (numbers.length || 1), Math.max(...numbers), last];
    return element('tr', {}, element('td', {}, button), ...cells.map(number => element('td', { class: 'number' }, numbers.length ? text(number) : '')));
  };
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Series'), ...['least', 'mean', 'most', 'last'].map(title => element('th', { class: 'number', scope: 'col' }, title)));
  return element('table', { class: 'legend' }, element('thead', {}, head), element('tbody', {}, ...lines.map(row)));
}

function mark(name) {
  const made = element('i', { class: 'mark' });
  made.style.background = colour(name);
  return made;
}
