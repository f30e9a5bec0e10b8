// The public query API. Every function returns parsed JSON or throws an Error with the server's text.
async function get(path, parameters = {}, signal) {
  const query = new URLSearchParams(parameters).toString();
  const answer = await fetch(path + (query ? '?' + query : ''), { headers: { Accept: 'application/json' }, signal });
  if (!answer.ok) throw new Error((await answer.text()).trim() || `${answer.status} ${answer.statusText}`);
  return answer.json();
}

export const search = (q, start, end, limit, signal) => get('/api/search', { q, start, end, limit }, signal);
export const trace = (id, signal) => get('/api/v2/traces/' + encodeURIComponent(id), {}, signal);
export const tagNames = () => get('/api/v2/search/tags');
export const tagValues = (tag, q) => get(`/api/v2/search/tag/${encodeURIComponent(tag)}/values`, q ? { q } : {});
export const range = (q, start, end, signal) => get('/api/metrics/query_range', { q, start, end }, signal);
