import { shallowReadonly, ref } from 'vue';
import { calls, type Me } from '../api/generated';

const me = ref<Me | null>(null);

/** Whose device this is; asked once, and again after enrolment. */
export function useMe() {
  async function load(): Promise<Me> {
    me.value = await calls.me();
    return me.value;
  }
  function become(now: Me): void {
    me.value = now;
  }
  return { me: shallowReadonly(me), load, become };
}
