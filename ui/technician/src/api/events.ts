import { listen } from '@tauri-apps/api/event';
import type { FileSent, Reminder, SyncState } from './generated';

/** Tells what the round with the office is doing, as often as that changes. */
export function onSyncState(heard: (state: SyncState) => void): Promise<() => void> {
  return listen<SyncState>('sync-state', (event) => heard(event.payload));
}

/** Tells that documents came, while the round with the office goes on with files. */
export function onArrived(heard: () => void): Promise<() => void> {
  return listen('documents-arrived', heard);
}

/** Tells how far a file on its way to the office is, a few times a second at most. */
export function onFileSent(heard: (file: FileSent) => void): Promise<() => void> {
  return listen<FileSent>('file-sent', (event) => heard(event.payload));
}

/** Tells that the screens wait for the PIN again. */
export function onShut(heard: () => void): Promise<() => void> {
  return listen('shut', heard);
}

/** Tells a reminder, once. */
export function onReminder(heard: (reminder: Reminder) => void): Promise<() => void> {
  return listen<Reminder>('reminder', (event) => heard(event.payload));
}
