// The last queries, kept by the browser.
import { element, momentOfMillis } from './text.js';

const KEY = 'tenuto.history';
const KEPT_MAX = 50;

export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(one => typeof one?.q === 'string') : [];
  } catch { // no storage, or not ours
    return [];
  }
}

export function remember(q) {
  if (q === '{}') return;
  save([{ q, at: Date.now() }, ...recent().filter(one => one.q !== q)].slice(0, KEPT_MAX));
}

function save(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch { // full or forbidden: then there is no history
  }
}

// The history as elements; nothing when there is none.
export function historyList() {
  const list = recent();
  if (list.length === 0) return [];
  const section = element('section', { class: 'history', 'aria-label': 'Last queries' });
  const forget = element('button', { type: 'button', class: 'quiet', onclick: () => { save([]); section.remove(); } }, 'forget');
  section.append(element('h2', {}, 'Last queries ', forget), element('ul', {}, ...list.map(one => element('li', {},
    element('a', { href: '#/search?' + new URLSearchParams({ q: one.q, range: '3600' }) }, one.q), element('span', { class: 'soft' }, momentOfMillis(one.at))))));
  return [section];
}
