// How many jobs wait for a person, for the number beside the section's name. One count for the whole page.
import { onMounted, readonly, ref } from 'vue'
import { toSettle } from '../api/office'
import { usePolling } from '../shell/usePolling'

const waiting = ref(0)

/** Told by whoever has just read the list. */
export const tellWaiting = (jobs: number) => {
  waiting.value = jobs
}

export function useWaiting() {
  const { now } = usePolling(async () => tellWaiting((await toSettle(1)).total), 20_000)
  onMounted(now)
  return { waiting: readonly(waiting) }
}
