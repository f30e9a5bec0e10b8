// A histogram over time: columns of time, rows of buckets, the darker the more spans.
import { element, short, duration } from './text.js';
import { label, nameOf, timesOf } from './series.js';
import { frame, HEIGHT } from './frame.js';

const GROUPS_MAX = 6;

// One heatmap for each group of the query.
export function heatmaps(answer, { query, onRange }) {
  const groups = Map.groupBy(answer.series, one => nameOf(one, ['__bucket', '__name__']));
  const isTime = /histogram_over_time\s*\(\s*(span:|trace:)?(duration|traceDuration)/.test(query);
  const text = isTime ? number => duration(number * 1e9) : short;
  const shown = [...groups].slice(0, GROUPS_MAX).flatMap(([name, series]) => [
    groups.size > 1 ? element('h2', { class: 'group' }, name) : null, heatmap(name, series, text, onRange)]);
  if (groups.size > GROUPS_MAX) shown.push(element('p', { class: 'soft' }, `${groups.size - GROUPS_MAX} more groups are not drawn.`));
  return shown.filter(one => one !== null);
}

function heatmap(name, series, text, onRange) {
  const { times, step } = timesOf(series);
  const rows = rowsOf(series);
  const counts = rows.map(row => times.map(time => row.counts.get(time) ?? 0));
  const most = Math.max(1, ...counts.map(row => Math.max(...row)));
  const total = counts.flat().reduce((a, b) => a + b, 0);
  const canvas = element('canvas', { class: 'heat', 'aria-hidden': 'true' });

  const draw = plot => {
    const ratio = devicePixelRatio || 1;
    canvas.width = plot.width * ratio;
    canvas.height = HEIGHT * ratio;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.fillStyle = getComputedStyle(canvas).color;
    const height = plot.y(0) - plot.y(1 / rows.length);
    counts.forEach((row, place) => row.forEach((count, column) => {
      if (count === 0) return;
      pen.globalAlpha = 0.12 + 0.88 * Math.sqrt(count / most);
      const left = plot.x(times[column] - step);
      pen.fillRect(left, plot.y((place + 1) / rows.length), Math.max(1, plot.x(times[column]) - left), height - 1);
    }));
  };
  const read = index => rows.map((row, place) => [row, counts[place][index]]).filter(([, count]) => count > 0).reverse()
    .map(([row, count]) => element('div', {}, element('span', { class: 'grow' }, `${text(row.from)} to ${text(row.to)}`), element('b', {}, short(count))));
  const every = Math.max(1, Math.ceil(rows.length / 10));
  const chart = frame({ label: `Histogram over time of ${name}, ${short(total)} spans`, times, step, lead: step,
    yTicks: rows.map((_, place) => place).filter(place => place % every === 0), yText: place => text(rows[place].to),
    yPlace: place => (place + 1) / rows.length, draw, read, onRange });
  chart.prepend(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.isConnected && chart.repaint());
  return chart;
}

// Buckets are powers of two and named by their upper ends; those between the least and the greatest are shown too.
function rowsOf(series) {
  const found = new Map();
  for (const one of series) {
    const to = Number(label(one, '__bucket')?.doubleValue ?? label(one, '__bucket')?.intValue ?? 0);
    const counts = found.get(to) ?? new Map();
    for (const sample of one.samples ?? []) {
      const time = Number(sample.timestampMs);
      counts.set(time, (counts.get(time) ?? 0) + Number(sample.value ?? 0));
    }
    found.set(to, counts);
  }
  const ends = [...found.keys()].sort((a, b) => a - b);
  const rows = [];
  for (const end of ends) {
    const below = rows.at(-1)?.to ?? 0;
    for (let between = below * 2; below > 0 && between < end * 0.999; between *= 2) rows.push({ from: between / 2, to: between, counts: new Map() });
    rows.push({ from: end / 2, to: end, counts: found.get(end) });
  }
  return rows;
}
