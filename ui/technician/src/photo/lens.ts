// The live picture of a camera: open while the screen is in sight, closed as soon as it is not.
import { onBeforeUnmount, onMounted, ref, shallowReadonly, shallowRef } from 'vue';
import { keepError } from '../api/refused';
import { nextCamera, refusal, type Refusal } from './camera';
import type { Size } from './marks';

/** What the phone is asked for; it gives what it has. */
const ASKED: MediaTrackConstraintSet = { width: { ideal: 4032 }, height: { ideal: 3024 } };
/** The camera that looks away from the person. */
const BACK: MediaTrackConstraintSet = { facingMode: 'environment' };
const JPEG = 'image/jpeg';
const QUALITY = 0.92;
/** A camera that has not given its photo by then does not: the live picture is taken instead. */
const PATIENCE_MS = 4000;

/** A lamp (W3C Image Capture), which the library's types do not know of a track. */
interface Lamp {
  torch?: boolean;
}

/**
 * const lens = useLens();
 * <video :ref="lens.seat" />
 */
export function useLens() {
  const state = ref<'opening' | 'live' | Refusal>('opening');
  const size = shallowRef<Size>({ width: 3, height: 4 });
  /** Whether the lamp is on; null where there is none. */
  const torch = ref<boolean | null>(null);
  const several = ref(false);
  let video: HTMLVideoElement | null = null;
  let stream: MediaStream | null = null;
  let which = BACK;
  let cameras: string[] = [];
  /** The window's own photo function works on this camera, as far as is known: it is asked until it fails. */
  let whole = true;
  let turn = 0;

  function seat(at: unknown): void {
    video = at instanceof HTMLVideoElement ? at : null;
  }
  function stop(of: MediaStream | null): void {
    of?.getTracks().forEach((track) => track.stop());
  }
  function close(): void {
    turn += 1;
    stop(stream);
    stream = null;
    torch.value = null;
    if (video) video.srcObject = null;
  }
  async function open(): Promise<void> {
    close();
    const mine = turn;
    state.value = 'opening';
    try {
      const got = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...ASKED } });
      if (mine !== turn || !video) return stop(got);
      stream = got;
      await show(got, video);
      if (mine === turn) state.value = 'live';
    } catch (error) {
      if (mine !== turn) return;
      close();
      // The next try begins with the camera that was there.
      which = BACK;
      state.value = refusal(error);
    }
  }
  async function show(got: MediaStream, on: HTMLVideoElement): Promise<void> {
    const track = got.getVideoTracks()[0];
    // Another app has taken the camera, or it was unplugged.
    track?.addEventListener('ended', () => {
      if (stream !== got) return;
      close();
      state.value = 'taken';
    });
    on.srcObject = got;
    await on.play();
    measured();
    // Some phones know of their lamp only once the camera runs.
    const able: MediaTrackCapabilities & Lamp = track?.getCapabilities?.() ?? {};
    torch.value = able.torch ? false : null;
    cameras = (await navigator.mediaDevices.enumerateDevices()).flatMap((one) => (one.kind === 'videoinput' ? [one.deviceId] : []));
    several.value = cameras.length > 1;
  }
  /** The phone was turned, or the first picture has come. */
  function measured(): void {
    if (video?.videoWidth) size.value = { width: video.videoWidth, height: video.videoHeight };
  }
  async function light(): Promise<void> {
    const lit: MediaTrackConstraintSet & Lamp = { torch: !torch.value };
    try {
      await stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [lit] });
      if (torch.value !== null) torch.value = lit.torch ?? false;
    } catch (error) {
      keepError(error);
      torch.value = null;
    }
  }
  async function change(): Promise<void> {
    which = nextCamera(stream?.getVideoTracks()[0]?.getSettings() ?? {}, cameras);
    await open();
  }
  /** A photo of the sensor's own size, where the window can take one; else nothing. */
  async function photo(track: MediaStreamTrack): Promise<Blob | null> {
    if (!whole || typeof ImageCapture === 'undefined') return null;
    let timer: number | undefined;
    const late = new Promise<null>((done) => (timer = window.setTimeout(done, PATIENCE_MS, null)));
    try {
      const taken = await Promise.race([new ImageCapture(track).takePhoto(), late]);
      if (taken?.type === JPEG && taken.size > 0) return taken;
    } catch {
      // The live picture stands in.
    } finally {
      window.clearTimeout(timer);
    }
    whole = false;
    return null;
  }
  /** The live picture as it is now. */
  async function frame(): Promise<Blob> {
    const canvas = document.createElement('canvas');
    if (!video?.videoWidth) throw new Error('the camera gives no picture');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const taken = await new Promise<Blob | null>((done) => canvas.toBlob(done, JPEG, QUALITY));
    // Forty-eight megabytes of a large picture go at once, not some time.
    canvas.width = 0;
    if (!taken) throw new Error('the picture became no JPEG');
    return taken;
  }
  async function take(): Promise<Blob> {
    const track = stream?.getVideoTracks()[0];
    return (track && (await photo(track))) ?? frame();
  }
  function look(): void {
    if (document.hidden) close();
    else void open();
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', look);
    void open();
  });
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', look);
    close();
  });
  return { state: shallowReadonly(state), size: shallowReadonly(size), torch: shallowReadonly(torch), several: shallowReadonly(several), seat, measured, open, change, light, take };
}
export type Lens = ReturnType<typeof useLens>;
