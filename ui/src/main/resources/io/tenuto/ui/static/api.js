// The public query API. Every function returns parsed JSON or throws an Error with the server's text.
const TENANT = 'tenuto.tenant';
const PREFIX = document.querySelector('meta[name="api-prefix"]')?.content ?? '';

export function tenant() {
  try {
    return localStorage.getItem(TENANT) ?? '';
  } catch {
    return '';
  }
}

export function useTenant(name) {
  localStorage.setItem(TENANT, name);
}

async function get(path, parameters = {}, signal) {
  const query = new URLSearchParams(parameters).toString();
  const headers = { Accept: 'application/json', ...(tenant() ? { 'X-Scope-OrgID': tenant() } : {}) };
  const answer = await fetch(PREFIX + path + (query ? '?' + query : ''), { headers, signal });
  if (answer.ok) return answer.json();
  const problem = new Error((await answer.text()).trim() || `${answer.status} ${answer.statusText}`);
  problem.isTenantMissing = answer.status === 401;
  throw problem;
}

export const search = (q, start, end, limit, signal) => get('/api/search', { q, start, end, limit }, signal);
export const explain = (q, start, end, signal) => get('/api/search/explain', { q, start, end, limit: 100 }, signal);
export const trace = (id, signal) => get('/api/v2/traces/' + encodeURIComponent(id), {}, signal);
export const tagNames = () => get('/api/v2/search/tags');
export const tagValues = (tag, q) => get(`/api/v2/search/tag/${encodeURIComponent(tag)}/values`, q ? { q } : {});
export const range = (q, start, end, signal) => get('/api/metrics/query_range', { q, start, end }, signal);
export const instant = (q, start, end, signal) => get('/api/metrics/query', { q, start, end }, signal);
