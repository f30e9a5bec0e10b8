// A metrics answer in the form that suits it: lines, heatmap, compared attributes, or a table of single values.
import { element, value, short } from './text.js';
import { unitOf, label } from './series.js';
import { lineChart } from './chart.js';
import { heatmaps } from './heatmap.js';
import { comparison } from './compare.js';

const FUNCTIONS = /\|\s*(rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time|compare)\s*\(/;

export const isMetrics = query => FUNCTIONS.test(query);

// Elements that show the answer of a range query. `onRange` hears the milliseconds of a range marked in a chart.
export function showRange(answer, query, onRange) {
  const series = answer.series ?? [];
  if (series.some(one => label(one, '__meta_type'))) return comparison(answer);
  if (!series.some(one => (one.samples ?? []).length > 0)) return [element('p', { class: 'hint' }, 'No series in this time range.')];
  if (series.every(one => label(one, '__bucket'))) return heatmaps(answer, { query, onRange });
  return lineChart(answer, { query, onRange });
}

// Elements that show the answer of an instant query: greatest first.
export function showInstant(answer, query) {
  const series = answer.series ?? [];
  if (series.some(one => label(one, '__meta_type'))) return comparison(answer);
  if (series.length === 0) return [element('p', { class: 'hint' }, 'No series in this time range.')];
  const keys = [...new Set(series.flatMap(one => (one.labels ?? []).map(l => l.key)))];
  const text = unitOf(query);
  const rows = series.slice().sort((a, b) => (b.value ?? 0) - (a.value ?? 0)).map(one => element('tr', {},
    ...keys.map(key => element('td', {}, cell(key, label(one, key)))), element('td', { class: 'number', title: String(one.value ?? 0) }, text(one.value ?? 0))));
  const head = element('tr', {}, ...keys.map(key => element('th', { scope: 'col' }, key)), element('th', { class: 'number', scope: 'col' }, 'value'));
  return [element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows))];
}

const cell = (key, any) => key === '__bucket' || key === 'p' ? short(Number(value(any))) : value(any);
