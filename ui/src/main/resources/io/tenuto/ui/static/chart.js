// Series as lines over time.
import { element, value, colour } from './text.js';

const SHOWN_MAX = 40;

export function showSeries(view, answer) {
  const series = (answer.series ?? []).slice(0, SHOWN_MAX);
  if (series.length === 0) {
    view.replaceChildren(element('p', { class: 'hint' }, 'No series in this time range.'));
    return;
  }
  let minTime = Infinity, maxTime = -Infinity, maxValue = 0;
  for (const one of series) {
    for (const sample of one.samples ?? []) {
      minTime = Math.min(minTime, Number(sample.timestampMs));
      maxTime = Math.max(maxTime, Number(sample.timestampMs));
      maxValue = Math.max(maxValue, Number(sample.value ?? 0));
    }
  }
  const x = time => 60 + (time - minTime) / (maxTime - minTime || 1) * 920;
  const y = number => 290 - number / (maxValue || 1) * 270;
  const chart = svg('svg', { class: 'chart', viewBox: '0 0 1000 320', preserveAspectRatio: 'none', role: 'img', 'aria-label': 'Series over time' });
  for (let step = 0; step <= 4; step++) {
    const height = maxValue * step / 4;
    chart.append(svg('line', { x1: 60, x2: 980, y1: y(height), y2: y(height), stroke: 'currentColor', 'stroke-opacity': .15 }));
    chart.append(svg('text', { x: 54, y: y(height) + 4, 'text-anchor': 'end', 'font-size': 12, fill: 'currentColor' }, height.toPrecision(3)));
  }
  for (const one of series) {
    const points = (one.samples ?? []).map(s => `${x(Number(s.timestampMs)).toFixed(1)},${y(Number(s.value ?? 0)).toFixed(1)}`);
    const line = svg('polyline', { points: points.join(' '), fill: 'none', 'stroke-width': 1.5 });
    line.style.stroke = colour(nameOf(one));
    chart.append(line);
  }
  const legend = element('div', { class: 'legend' }, ...series.map(one => {
    const mark = element('i');
    mark.style.background = colour(nameOf(one));
    return element('span', {}, mark, nameOf(one));
  }));
  view.replaceChildren(chart, legend);
}

const nameOf = series => (series.labels ?? []).map(l => `${l.key}=${value(l.value)}`).join(' ');

function svg(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, shown] of Object.entries(attributes)) made.setAttribute(key, shown);
  if (text !== undefined) made.textContent = text;
  return made;
}
