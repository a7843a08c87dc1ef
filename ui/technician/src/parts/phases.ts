import type { Stage, StageLine } from '../api/generated';

/** The five phases of the rail and their stages. */
export const PHASES = [
  { key: 'before', stages: ['appointment', 'preparation', 'dress'] },
  { key: 'entry', stages: ['arrival', 'entry', 'protection', 'explain'] },
  { key: 'agree', stages: ['survey', 'quote', 'consent'] },
  { key: 'work', stages: ['work', 'test', 'clean', 'demo'] },
  { key: 'finish', stages: ['handover', 'settle', 'sheet', 'departure'] },
] as const satisfies readonly { key: string; stages: readonly Stage[] }[];

export interface Phase {
  key: string;
  stages: StageLine[];
  done: boolean;
  current: boolean;
  doneCount: number;
}

/** The job's stages by phase. */
export function phases(stages: readonly StageLine[], current: Stage | null): Phase[] {
  return PHASES.map((phase) => {
    const own = stages.filter((line) => (phase.stages as readonly Stage[]).includes(line.stage));
    const doneCount = own.filter((line) => line.done).length;
    return {
      key: phase.key,
      stages: own,
      doneCount,
      done: own.length > 0 && doneCount === own.length,
      current: current !== null && (phase.stages as readonly Stage[]).includes(current),
    };
  }).filter((phase) => phase.stages.length > 0);
}
