import { shallowReadonly, shallowRef } from 'vue';
import { calls, type JobView, type WaysView } from '../api/generated';
import { useScreen } from './screen';

/** The ways a visit may take, with the job's rail that the screen shows beside them. */
export function useWays(job: () => string) {
  const view = shallowRef<WaysView | null>(null);
  const rail = shallowRef<JobView | null>(null);
  const screen = useScreen(
    job,
    job,
    async () => {
      const [seen, whole] = await Promise.all([calls.ways(job()), calls.job(job())]);
      return () => ([rail.value, view.value] = [whole, seen]);
    },
    () => (view.value = null),
  );
  async function refresh(): Promise<WaysView | null> {
    await screen.refresh();
    return view.value;
  }
  return { ...screen, refresh, view: shallowReadonly(view), rail: shallowReadonly(rail) };
}
