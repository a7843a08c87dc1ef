// What a camera says no to, and which camera comes next. Pure: the stream itself is in `lens.ts`.

/** Why there is no live picture; each has its words under `camera.no`. */
export const REFUSALS = ['denied', 'none', 'taken', 'unable'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** W3C Media Capture and Streams, getUserMedia, and the names of older engines. */
const NAMES: Record<string, Refusal> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  DevicesNotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'taken',
  TrackStartError: 'taken',
  AbortError: 'taken',
};

/** What a rejected `getUserMedia` means to a person. Whatever has no name is a camera this window cannot open. */
export function refusal(error: unknown): Refusal {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return NAMES[name] ?? 'unable';
}

export interface Seen {
  deviceId?: string;
  facingMode?: string;
}

/** The camera after the one that is open: the other side of a phone, or the next of a list where no side is told. */
export function nextCamera(now: Seen, cameras: readonly string[]): MediaTrackConstraintSet {
  if (now.facingMode === 'environment') return { facingMode: 'user' };
  if (now.facingMode === 'user') return { facingMode: 'environment' };
  const next = cameras[(cameras.indexOf(now.deviceId ?? '') + 1) % Math.max(1, cameras.length)];
  return next ? { deviceId: { exact: next } } : { facingMode: 'environment' };
}
