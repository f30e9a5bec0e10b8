// Numbers and times for people, and elements without markup strings.
export function duration(nanos) {
  const units = [[3.6e12, 'h'], [6e10, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'µs']];
  for (const [size, name] of units) if (nanos >= size) return short(nanos / size) + ' ' + name;
  return Math.round(nanos) + ' ns';
}

// Three digits, no zeros behind.
export function short(number) {
  const size = Math.abs(number);
  if (size >= 1e15 || size > 0 && size < 1e-6) return number.toExponential(2);
  if (size >= 1e9) return short(number / 1e9) + ' G';
  if (size >= 1e6) return short(number / 1e6) + ' M';
  if (size >= 1e4) return short(number / 1e3) + ' k';
  if (size >= 100) return number.toFixed(0);
  return String(Number(number.toPrecision(3)));
}

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0, rest = Number(count);
  while (rest >= 1000 && unit < units.length - 1) { rest /= 1000; unit++; }
  return (unit === 0 ? rest : rest.toPrecision(3)) + ' ' + units[unit];
}

export function moment(nanos) {
  return momentOfMillis(Number(BigInt(nanos) / 1000000n));
}

export function momentOfMillis(millis) {
  const date = new Date(millis);
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
  return date.toLocaleString(undefined, { ...year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

// Attributes named on… are listeners; children that are null are left out.
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

// An OTLP value as text.
export function value(any) {
  if (!any) return '';
  if ('stringValue' in any) return any.stringValue;
  if ('intValue' in any) return String(any.intValue);
  if ('doubleValue' in any) return String(any.doubleValue);
  if ('boolValue' in any) return String(any.boolValue);
  if ('bytesValue' in any) return 'base64:' + any.bytesValue;
  if ('arrayValue' in any) return '[' + (any.arrayValue.values ?? []).map(value).join(', ') + ']';
  if ('kvlistValue' in any) return '{' + (any.kvlistValue.values ?? []).map(p => `${p.key}: ${value(p.value)}`).join(', ') + '}';
  return '';
}

const HUES = 12;
const taken = new Map();

// A colour per name: the same everywhere on the page, and different ones for the first few names.
export function colour(name) {
  let slot = taken.get(name);
  if (slot === undefined) {
    let hash = 7;
    for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
    slot = hash % HUES;
    const used = new Set(taken.values());
    for (let step = 0; step < HUES && used.has(slot); step++) slot = (slot + 5) % HUES;
    taken.set(name, slot);
  }
  const hue = 15 + slot * 360 / HUES;
  return `light-dark(oklch(0.6 0.14 ${hue}), oklch(0.74 0.12 ${hue}))`;
}

export function hexOfBase64(text) {
  return Array.from(atob(text ?? ''), letter => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

export function copyButton(text, label) {
  const button = element('button', { type: 'button', class: 'quiet', title: label, 'aria-label': label }, 'copy');
  button.addEventListener('click', async () => {
    button.textContent = await copy(text) ? 'copied' : 'failed';
    setTimeout(() => { button.textContent = 'copy'; }, 1500);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // no clipboard without a secure context: the old way
    const field = element('textarea', { class: 'away', 'aria-hidden': 'true' });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
