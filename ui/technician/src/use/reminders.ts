import { onReminder } from '../api/events';
import { keepError } from '../api/refused';
import { router } from '../router';
import { tell } from './tell';

/** Says each reminder on whatever screen is open, with the way to its job; called once at the start. */
export function hearReminders(): void {
  onReminder(({ job, title, body }) => {
    const words = { zh: `${title.zh}：${body.zh}`, en: `${title.en}: ${body.en}` };
    tell(words, { look: () => router.push({ name: 'job', params: { job } }) });
  }).catch(keepError);
}
