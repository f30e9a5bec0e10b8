// The header: query, time range, refresh, tenant. It writes addresses and shows what an address says.
import { attach } from './complete.js';
import { useTenant, tenant } from './api.js';

const byId = id => document.getElementById(id);
export const query = byId('query');
const range = byId('range'), custom = byId('custom'), from = byId('from'), to = byId('to');
const refresh = byId('refresh'), tenantBox = byId('tenant');

export function start(go, show) {
  byId('search').addEventListener('submit', event => {
    event.preventDefault();
    const text = query.value.trim();
    if (tenantBox.value !== tenant()) useTenant(tenantBox.value.trim());
    if (/^[0-9a-fA-F]{8,32}$/.test(text)) go('#/trace/' + text.toLowerCase());
    else go(addressOf(text || '{}'));
  });
  range.addEventListener('change', () => {
    if (range.value === 'custom' && !from.value) setCustom(Date.now() - 3600_000, Date.now());
    custom.hidden = range.value !== 'custom';
  });
  refresh.addEventListener('change', () => show());
  tenantBox.addEventListener('change', () => useTenant(tenantBox.value.trim()));
  if (tenant()) askTenant();
  addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(input|select|textarea)$/i.test(document.activeElement?.tagName)) return;
    event.preventDefault();
    query.focus();
    query.select();
  });
  attach(query, byId('completions'));
}

function addressOf(text) {
  const asked = new URLSearchParams({ q: text });
  if (range.value !== 'custom') asked.set('range', range.value);
  else {
    asked.set('start', Math.floor(new Date(from.value).getTime() / 1000));
    asked.set('end', Math.ceil(new Date(to.value).getTime() / 1000));
  }
  return '#/search?' + asked;
}

// Shows an address's query and time in the controls.
export function showAddress(text, asked) {
  query.value = text;
  if (asked.has('start')) {
    range.value = 'custom';
    setCustom(Number(asked.get('start')) * 1000, Number(asked.get('end')) * 1000);
  } else {
    range.value = asked.get('range') ?? '3600';
  }
  custom.hidden = range.value !== 'custom';
}

function setCustom(fromMillis, toMillis) {
  from.value = local(fromMillis);
  to.value = local(toMillis);
}

// A time as a datetime-local field writes it.
function local(millis) {
  const date = new Date(millis - new Date(millis).getTimezoneOffset() * 60000);
  return date.toISOString().slice(0, 19);
}

// The time range of an address in seconds; one that ends now unless it says otherwise.
export function secondsOf(asked) {
  if (asked.has('start')) return { start: Number(asked.get('start')), end: Number(asked.get('end')) };
  const end = Math.floor(Date.now() / 1000) + 1;
  return { start: end - Number(asked.get('range') ?? 3600), end };
}

export const refreshSeconds = () => Number(refresh.value);

// The server wants to know whose data is asked for.
export function askTenant() {
  tenantBox.hidden = false;
  tenantBox.value = tenant();
  if (!tenantBox.value) tenantBox.focus();
}
