// A list of rows of one height of which only those in sight are in the document.
const ROW = 24;
const SPARE_ROWS = 8;

// `holder` scrolls, `tall` in it has the height of all rows; above it may stand one sticky row. `count()` rows, of which
// `make(place)` makes one. Nothing is painted before the first call of `paint`.
export function virtualRows(holder, tall, { count, make }) {
  let isWaiting = false;

  // Gives the scrolled part the height of all rows.
  function fit() {
    tall.style.height = count() * ROW + 'px';
  }

  function paint() {
    fit();
    const first = Math.max(0, Math.floor(holder.scrollTop / ROW) - SPARE_ROWS);
    const last = Math.min(count(), Math.ceil((holder.scrollTop + holder.clientHeight) / ROW) + SPARE_ROWS);
    const made = [];
    for (let place = first; place < last; place++) {
      const row = make(place);
      row.style.top = place * ROW + 'px';
      made.push(row);
    }
    tall.replaceChildren(...made);
  }

  function repaint() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; paint(); });
  }

  // Scrolls so far that the row is in sight, below the sticky one.
  function reveal(place) {
    const top = place * ROW;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (top + 2 * ROW > holder.scrollTop + holder.clientHeight) holder.scrollTop = top + 2 * ROW - holder.clientHeight;
  }

  // The place that a key of movement leads to from `place`, or -1 for other keys.
  function moved(key, place) {
    const page = Math.max(1, Math.floor(holder.clientHeight / ROW) - 2);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count(), End: count() }[key];
    return step ? Math.min(count() - 1, Math.max(0, place + step)) : -1;
  }

  holder.addEventListener('scroll', repaint);
  new ResizeObserver(repaint).observe(holder);
  return { fit, paint, reveal, moved };
}
