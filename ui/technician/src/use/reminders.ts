import { onReminder } from '../api/events';
import type { Reminder } from '../api/generated';
import { keepError } from '../api/refused';
import { CUSTOMER, router } from '../router';
import { useLock } from './lock';
import { tell, useTold } from './tell';

const LOOK_MS = 1000;
const waiting: Reminder[] = [];

/** Not on a screen the customer holds, not behind the PIN, and not over what is being said. */
function mayTell(): boolean {
  return !useLock().state.value?.shut && !document.hidden && useTold().value === null && !CUSTOMER.includes(String(router.currentRoute.value.name));
}

function next(): void {
  if (!mayTell()) return;
  const due = waiting.shift();
  if (!due) return;
  const { job, title, body } = due;
  tell({ zh: `${title.zh}：${body.zh}`, en: `${title.en}: ${body.en}` }, { look: () => router.push({ name: 'job', params: { job } }) });
}

/** Says each reminder in its turn, with the way to its job; called once at the start. */
export function hearReminders(): void {
  onReminder((reminder) => {
    waiting.push(reminder);
    next();
  }).catch(keepError);
  window.setInterval(next, LOOK_MS);
}
