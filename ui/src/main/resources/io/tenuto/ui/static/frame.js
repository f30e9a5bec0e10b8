// The frame of a chart: axes, a cursor that mouse and arrow keys move over the times, and a marked range to zoom into.
import { element, svg, momentOfMillis } from './text.js';
import { timeTicks } from './series.js';

export const HEIGHT = 320;
const LEFT = 68, RIGHT = 16, TOP = 12, BOTTOM = 26;

// `draw(plot)` fills a plot { width, x, y, layer }; `read(index)` gives the lines of the box beside the cursor;
// `onRange(fromMillis, toMillis)` hears what was marked; `lead` is room before the first time. Returns the element; it redraws itself with its width.
export function frame({ label, times, step, lead = 0, yTicks, yText, yPlace, draw, read, onRange }) {
  const from = times[0] - (times.length > 1 ? lead : step), to = times.at(-1) + (times.length > 1 ? 0 : step);
  const box = element('div', { class: 'readout', hidden: '' });
  const picture = svg('svg', { class: 'chart', height: HEIGHT, 'aria-hidden': 'true' });
  const holder = element('div', { class: 'chartbox', tabindex: '0', role: 'group', 'aria-label': label + '. Arrow keys read values.' }, picture, box);
  let width = 0, cursor = -1, marked = null;
  const x = millis => LEFT + (millis - from) / (to - from) * (width - LEFT - RIGHT);
  const y = share => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  const cursorLine = svg('line', { class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
  const range = svg('rect', { class: 'range', y: TOP, height: HEIGHT - TOP - BOTTOM, visibility: 'hidden' });

  function paint() {
    const axes = svg('g', { class: 'axes' });
    for (const tick of yTicks) {
      const at = y(yPlace(tick));
      axes.append(svg('line', { x1: LEFT, x2: width - RIGHT, y1: at, y2: at }), svg('text', { x: LEFT - 8, y: at + 4, 'text-anchor': 'end' }, yText(tick)));
    }
    for (const [time, text] of timeTicks(from, to, Math.max(2, width / 140))) {
      axes.append(svg('text', { x: x(time), y: HEIGHT - 8, 'text-anchor': 'middle' }, text));
    }
    const layer = svg('g');
    picture.setAttribute('width', width);
    picture.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    draw({ width, left: LEFT, right: RIGHT, x, y, layer });
    picture.replaceChildren(axes, range, layer, cursorLine);
  }

  function point(index) {
    cursor = Math.max(0, Math.min(times.length - 1, index));
    const at = x(times[cursor]);
    cursorLine.setAttribute('x1', at);
    cursorLine.setAttribute('x2', at);
    cursorLine.setAttribute('visibility', 'visible');
    box.replaceChildren(element('strong', {}, momentOfMillis(times[cursor])), ...read(cursor));
    box.hidden = false;
    box.style.left = at < width / 2 ? at + 12 + 'px' : 'auto';
    box.style.right = at < width / 2 ? 'auto' : width - at + 12 + 'px';
  }

  function leave() {
    cursorLine.setAttribute('visibility', 'hidden');
    box.hidden = true;
  }

  const millisAt = event => from + (event.clientX - picture.getBoundingClientRect().left - LEFT) / (width - LEFT - RIGHT) * (to - from);
  holder.addEventListener('pointermove', event => {
    const millis = millisAt(event);
    point(nearest(times, millis));
    if (marked === null) return;
    const a = x(Math.max(from, Math.min(marked, millis))), b = x(Math.min(to, Math.max(marked, millis)));
    range.setAttribute('x', a);
    range.setAttribute('width', Math.max(0, b - a));
    range.setAttribute('visibility', 'visible');
  });
  holder.addEventListener('pointerdown', event => { if (event.button === 0 && !event.target.closest('a')) marked = millisAt(event); });
  holder.addEventListener('pointerup', event => {
    if (marked === null) return;
    const other = millisAt(event), least = Math.max(from, Math.min(marked, other)), most = Math.min(to, Math.max(marked, other));
    marked = null;
    range.setAttribute('visibility', 'hidden');
    if (x(most) - x(least) > 8 && onRange) onRange(least, most);
  });
  holder.addEventListener('pointerleave', () => { marked = null; range.setAttribute('visibility', 'hidden'); leave(); });
  holder.addEventListener('focusout', leave);
  holder.addEventListener('keydown', event => {
    const move = { ArrowRight: 1, ArrowLeft: -1, Home: -times.length, End: times.length, PageDown: 10, PageUp: -10 }[event.key];
    if (!move) return;
    event.preventDefault();
    point((cursor < 0 ? (move > 0 ? -1 : times.length) : cursor) + move);
  });
  new ResizeObserver(() => {
    if (holder.clientWidth === width || holder.clientWidth === 0) return;
    width = holder.clientWidth;
    paint();
  }).observe(holder);
  holder.repaint = () => { if (width > 0) paint(); };
  return holder;
}

function nearest(times, millis) {
  let low = 0, high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < millis) low = middle + 1;
    else high = middle;
  }
  return low > 0 && millis - times[low - 1] < times[low] - millis ? low - 1 : low;
}
