// Who is signed in. `load` asks the hub once; a lost session is asked for anew.
import { readonly, shallowRef } from 'vue'
import * as office from '../api/office'
import type { HereView } from '../api/generated'

const here = shallowRef<HereView | null>(null)

/** Asks who is signed in; null where nobody is. */
async function load(): Promise<HereView | null> {
  if (here.value) return here.value
  try {
    here.value = await office.here()
  } catch {
    here.value = null
  }
  return here.value
}

function forget(): void {
  here.value = null
}

/** `const { here, load, signOut } = useSession()` */
export function useSession() {
  return {
    here: readonly(here),
    load,
    forget,
    signOut: async () => {
      await office.signOut()
      forget()
    },
  }
}
