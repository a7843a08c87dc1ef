// Where a visit goes on: the one action of Job and Stage.
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { calls, type JobView, type MissingLine, type Stage, type State } from '../api/generated';
import { words } from '../i18n';
import { useAct } from '../use/acts';
import { useUp } from '../use/up';
import { isBranch } from './branch';
import { named } from './missing';

/** Where an item is answered: in its stage, or where a branch asks for it. */
export function stageRouteOf(job: string, stage: Stage | null, item?: string) {
  const query = item ? { item } : {};
  return stage ? { name: 'stage', params: { job, stage }, query } : { name: 'ways', params: { job }, query };
}

export function useStep(job: () => string) {
  const { t } = useI18n();
  const router = useRouter();
  const up = useUp();
  const { busy, run } = useAct();

  function stageRoute(stage: Stage | null, item?: string) {
    return stageRouteOf(job(), stage, item);
  }

  /** The amber line: what is still missing, the stage's own first. */
  function still(missing: readonly MissingLine[]): string {
    const what = named(missing, { words, comma: t('comma'), more: (what, n) => t('gate.more', { what, n }) });
    return t('gate.still', { what });
  }

  /**
   * After a step: the stage that is current then, or the job where nothing is to be answered yet. Above it the quote, where
   * the step was to show that to the customer.
   */
  async function land(seen: JobView, step?: State): Promise<void> {
    const line = seen.stages.find((stage) => stage.stage === seen.current);
    const from = router.currentRoute.value.name;
    const below = from === 'stage' || from === 'ways';
    // In a branch no step of the main line follows: what may be done there is on the screen it was entered from.
    if (from === 'ways' && isBranch(seen.state)) return;
    // A visit that was ended before its main line asks nothing more; one that has left still has its departure.
    const goesOn = seen.next !== null || seen.state === 'left';
    if (line && !line.done && goesOn) await (below ? router.replace : router.push)(stageRoute(line.stage));
    else if (below) await up({ name: 'job', params: { job: job() } });
    const asks = step === 'quoted' && seen.next?.missing.some((one) => one.item === 'con.plan');
    if (asks) await router.push({ name: 'quote', params: { job: job() } });
  }

  /** Takes the step; answers whether it was taken. */
  function advance(to: State): Promise<boolean> {
    return run(() => calls.advance(job(), to));
  }

  return { busy, run, advance, land, still, stageRoute };
}
