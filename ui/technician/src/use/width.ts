import { shallowReadonly, ref } from 'vue';

const query = window.matchMedia('(min-width: 768px)');
const wide = ref(query.matches);
query.addEventListener('change', (event) => (wide.value = event.matches));

/** A tablet: 356 px left, the rest right. */
export function useWide() {
  return shallowReadonly(wide);
}
