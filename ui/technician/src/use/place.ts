// Where the phone is, while a camera is open: asked for only where the technician wants it in the stamp of photos.
import { onBeforeUnmount, onMounted, ref, shallowReadonly } from 'vue';
import { usePreferences } from './preferences';

/** A position older than this is where the phone was. */
const FRESH_MS = 120_000;
/** What the system may answer with, and how long it may look. */
const ASKED: PositionOptions = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 30_000 };

/** const { at, refused } = usePlace(): `latitude,longitude,metres`, or null; why there is none. */
export function usePlace() {
  const { place } = usePreferences();
  const at = ref<string | null>(null);
  const refused = ref(false);
  let watching: number | undefined;
  let old: number | undefined;

  function found({ coords }: GeolocationPosition): void {
    refused.value = false;
    // As fine as it is printed: what moves less changes nothing.
    at.value = [coords.latitude.toFixed(5), coords.longitude.toFixed(5), Math.ceil(coords.accuracy)].join(',');
    window.clearTimeout(old);
    old = window.setTimeout(() => (at.value = null), FRESH_MS);
  }
  onMounted(() => {
    if (!place.value) return;
    if (!('geolocation' in navigator)) return void (refused.value = true);
    watching = navigator.geolocation.watchPosition(found, () => (refused.value = at.value === null), ASKED);
  });
  onBeforeUnmount(() => {
    if (watching !== undefined) navigator.geolocation.clearWatch(watching);
    window.clearTimeout(old);
  });
  return { at: shallowReadonly(at), refused: shallowReadonly(refused) };
}
