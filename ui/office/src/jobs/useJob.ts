// One job as the hub shows it, asked again every few seconds.
import { readonly, shallowRef } from 'vue'
import * as office from '../api/office'
import type { JobView } from '../api/generated'
import { usePolling } from '../shell/usePolling'

/** `const { job, stale, refresh } = useJob('GD261120-0041')` */
export function useJob(id: string) {
  const job = shallowRef<JobView | null>(null)
  const refresh = async () => {
    job.value = await office.job(id)
  }
  const { stale } = usePolling(refresh, 4000)
  return { job: readonly(job) as Readonly<typeof job>, stale, refresh }
}
