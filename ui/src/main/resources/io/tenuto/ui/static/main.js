// The page: an address names what is shown (#/search?…, #/trace/ID?span=…), and everything follows from the address.
import * as api from './api.js';
import { showResults } from './results.js';
import { showTrace } from './waterfall.js';
import { readTrace } from './tree.js';
import { showSeries } from './chart.js';
import { attach } from './complete.js';
import { element } from './text.js';

const view = document.getElementById('view');
const state = document.getElementById('state');
const query = document.getElementById('query');
const range = document.getElementById('range');
const METRICS = /\|\s*(rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time|compare)\s*\(/;
let running = new AbortController();

document.getElementById('search').addEventListener('submit', event => {
  event.preventDefault();
  const text = query.value.trim();
  if (/^[0-9a-fA-F]{8,32}$/.test(text)) go('#/trace/' + text.toLowerCase());
  else go('#/search?' + new URLSearchParams({ q: text || '{}', range: range.value }));
});

function go(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

async function show() {
  running.abort();
  running = new AbortController();
  const [path, parameters = ''] = location.hash.replace(/^#/, '').split('?');
  const asked = new URLSearchParams(parameters);
  view.className = '';
  const started = performance.now();
  try {
    if (path.startsWith('/trace/')) await openTrace(path.slice('/trace/'.length), asked.get('span'));
    else if (path === '/search') await runQuery(asked.get('q') ?? '{}', asked.get('range') ?? '3600');
    else welcome();
    if (path.length > 1) state.textContent = `${Math.round(performance.now() - started)} ms`;
  } catch (problem) {
    if (problem.name === 'AbortError') return;
    state.textContent = '';
    view.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problem.message));
  }
}

function welcome() {
  state.textContent = '';
  view.replaceChildren(element('p', { class: 'hint' },
    'Write a TraceQL query, or paste a trace ID. Names and values complete as you type: arrows choose, Tab takes.'));
  query.focus();
}

async function runQuery(text, seconds) {
  query.value = text;
  range.value = seconds;
  state.textContent = 'running…';
  const end = Math.floor(Date.now() / 1000) + 1;
  const start = end - Number(seconds);
  if (METRICS.test(text)) showSeries(view, await api.range(text, start, end, running.signal));
  else showResults(view, await api.search(text, start, end, 100, running.signal));
}

async function openTrace(id, span) {
  state.textContent = 'loading…';
  const answer = await api.trace(id, running.signal);
  const remember = chosen => history.replaceState(null, '', `#/trace/${id}?span=${chosen}`);
  showTrace(view, id, readTrace(answer), span, remember);
}

attach(query, document.getElementById('completions'));
addEventListener('hashchange', show);
show();
