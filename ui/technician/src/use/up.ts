import { useRouter, type RouteLocationRaw } from 'vue-router';

/** Goes to the screen above: back where that is the screen before, else in its place, so that the back key never leads down. */
export function useUp() {
  const router = useRouter();
  return async function up(parent: RouteLocationRaw): Promise<void> {
    const target = router.resolve(parent).fullPath;
    if (window.history.state?.back === target) router.back();
    else await router.replace(parent);
  };
}
