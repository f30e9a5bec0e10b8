// Numbers and times for people, and elements without markup strings.
export function duration(nanos) {
  const units = [[3.6e12, 'h'], [6e10, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'µs']];
  for (const [size, name] of units) if (nanos >= size) return trim(nanos / size) + ' ' + name;
  return nanos + ' ns';
}

const trim = number => number >= 100 ? number.toFixed(0) : number.toPrecision(3).replace(/\.?0+$/, '');

export function moment(nanos) {
  const date = new Date(Number(BigInt(nanos) / 1000000n));
  return date.toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' });
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'class') made.className = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null));
  return made;
}

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

// A colour per service: the same name has the same colour everywhere.
export function colour(name) {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  return `light-dark(hsl(${hash % 360} 55% 48%), hsl(${hash % 360} 60% 62%))`;
}

export function hexOfBase64(text) {
  return Array.from(atob(text ?? ''), letter => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
