// Completion of keys and values in the query box, from what the server has.
import { tagNames, tagValues } from './api.js';
import { element } from './text.js';

const PREFIX = { resource: 'resource.', span: 'span.', event: 'event.', link: 'link.', instrumentation: 'instrumentation.', intrinsic: '' };
const SHOWN_MAX = 50;

export function attach(input, list) {
  let keys, chosen = 0, offers = [], asked = 0;

  async function names() {
    if (!keys) {
      const answer = await tagNames();
      keys = answer.scopes.flatMap(scope => scope.tags.map(tag => PREFIX[scope.name] + (/[\s"]/.test(tag) ? JSON.stringify(tag) : tag)));
    }
    return keys;
  }

  // What stands before the cursor: an unfinished value after a comparison, or an unfinished name.
  function place() {
    const before = input.value.slice(0, input.selectionStart);
    const open = /([\w.:"-]+)\s*(=|!=|=~|!~)\s*"([^"]*)$/.exec(before);
    if (open) return { tag: open[1], typed: open[3], from: before.length - open[3].length };
    const word = /[\w.:-]*$/.exec(before)[0];
    return { typed: word, from: before.length - word.length };
  }

  async function offer() {
    const turn = ++asked;
    const at = place();
    try {
      let all;
      if (at.tag) all = (await tagValues(at.tag)).tagValues.map(one => (one.value ?? '') + '"');
      else if (at.typed.length > 0) all = await names();
      else all = [];
      if (turn !== asked) return;
      const typed = at.typed.toLowerCase();
      offers = all.filter(one => one.toLowerCase().includes(typed) && one !== at.typed).slice(0, SHOWN_MAX);
    } catch {
      offers = [];
    }
    chosen = 0;
    paint();
  }

  function paint() {
    list.hidden = offers.length === 0;
    input.setAttribute('aria-expanded', !list.hidden);
    if (list.hidden) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', 'completion-' + chosen);
    list.replaceChildren(...offers.map((one, index) => element('li', {
      role: 'option', id: 'completion-' + index, 'aria-selected': index === chosen, onmousedown: event => { event.preventDefault(); take(index); } }, one)));
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function take(index) {
    const at = place();
    const rest = input.value.slice(input.selectionStart);
    input.value = input.value.slice(0, at.from) + offers[index] + rest;
    input.selectionStart = input.selectionEnd = at.from + offers[index].length;
    hide();
  }

  function hide() {
    offers = [];
    asked++;
    paint();
  }

  input.addEventListener('input', offer);
  input.addEventListener('blur', hide);
  input.addEventListener('keydown', event => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + offers.length) % offers.length;
      paint();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape') {
      hide();
    }
  });
}
