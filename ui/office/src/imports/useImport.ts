// One table on its way in: chosen, looked at, confirmed. Nothing is stored before it is confirmed.
import { readonly, ref, shallowRef } from 'vue'
import * as office from '../api/office'
import type { ImportDone, ImportView } from '../api/generated'
import { useAct } from '../shell/useAct'

/** The hub refuses more; saying so here spares the upload. */
const LARGEST = 10 * 1024 * 1024

/** `const { file, view, done, busy, problem, choose, take } = useImport()` */
export function useImport() {
  const { busy, problem, run } = useAct()
  const file = shallowRef<File | null>(null)
  const view = shallowRef<ImportView | null>(null)
  const done = shallowRef<ImportDone | null>(null)
  const pack = ref('')
  let request = office.named()

  const look = () =>
    run(async () => {
      if (!file.value) return
      view.value = null
      view.value = await office.lookAtImport(file.value, pack.value)
    })

  /** Looks at a file; another one begins anew. */
  async function choose(chosen: File, tooLarge: () => office.Refused): Promise<void> {
    if (busy.value) return
    file.value = chosen
    view.value = null
    done.value = null
    request = office.named()
    if (chosen.size > LARGEST) {
      problem.value = tooLarge()
      return
    }
    await look()
  }

  /** Takes in what was looked at; sent twice it is done once. */
  const take = () =>
    run(async () => {
      if (!file.value || !view.value) return
      done.value = await office.takeImport(file.value, pack.value, view.value.digest, request)
    })

  return { file: readonly(file), view, done, pack, busy, problem, choose, look, take }
}
