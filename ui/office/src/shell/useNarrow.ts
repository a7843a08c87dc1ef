// Whether the window is narrow: then lists leave out what the page behind a row shows too.
import { onBeforeUnmount, readonly, ref } from 'vue'

/** `const narrow = useNarrow()` */
export function useNarrow() {
  const query = matchMedia('(max-width: 1180px)')
  const narrow = ref(query.matches)
  const changed = () => (narrow.value = query.matches)
  query.addEventListener('change', changed)
  onBeforeUnmount(() => query.removeEventListener('change', changed))
  return readonly(narrow)
}
