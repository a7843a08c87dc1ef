// One act at a time: while one is under way a second tap does nothing. What the hub refuses stands in `problem`.
import { readonly, ref, shallowRef } from 'vue'
import { Refused } from '../api/office'

/** `const { busy, problem, run } = useAct()`; `@click="run(() => save())"`, `:loading="busy"`. */
export function useAct() {
  const busy = ref(false)
  const problem = shallowRef<Refused | null>(null)

  /** Runs it, unless one runs; whether it went well. */
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await work()
      return true
    } catch (refused) {
      problem.value = refused instanceof Refused ? refused : new Refused(0, 'page.unexpected', '页面出错了，请刷新后再试。', 'the page failed; reload it and try again')
      if (!(refused instanceof Refused)) console.error(refused)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy: readonly(busy), problem, run }
}
