// What an answer says of itself when it is not the whole answer.
import { element } from './text.js';

// Elements to be shown above an answer, none when it is complete.
export function notices(answer) {
  const texts = [];
  const additional = answer.metrics?.additionalMetrics ?? {};
  if (answer.status === 'PARTIAL') texts.push(answer.message || 'This answer is partial.');
  const leftOut = Number(additional.tracesLeftOut ?? answer.leftOut ?? 0);
  if (leftOut > 0) texts.push(`${leftOut} traces that lie in several places were too many to put together and are left out.`);
  if (Number(additional.liveDataBehind ?? 0) > 0) texts.push('The newest spans are not in this answer yet: live data is behind the log.');
  return texts.map(text => element('p', { class: 'notice', role: 'alert' }, text));
}
