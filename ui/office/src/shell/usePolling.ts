// Asks again every few seconds while the page is in sight, quietly: a failure only shows as `stale`.
import { onBeforeUnmount, onMounted, readonly, ref } from 'vue'

/** `const { now, stale } = usePolling(refresh, 4000)` */
export function usePolling(ask: () => Promise<void>, every: number) {
  const stale = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false

  async function now(): Promise<void> {
    clearTimeout(timer)
    try {
      if (!document.hidden) await ask()
      stale.value = false
    } catch {
      stale.value = true
    }
    if (!over) timer = setTimeout(() => void now(), every)
  }
  const seen = () => {
    if (!document.hidden) void now()
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', seen)
    timer = setTimeout(() => void now(), every)
  })
  onBeforeUnmount(() => {
    over = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
  return { now, stale: readonly(stale) }
}
