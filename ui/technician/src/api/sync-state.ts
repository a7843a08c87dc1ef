import { listen } from '@tauri-apps/api/event';
import type { SyncState } from './generated';

/** Tells what the round with the office is doing, as often as that changes. */
export function onSyncState(heard: (state: SyncState) => void): Promise<() => void> {
  return listen<SyncState>('sync-state', (event) => heard(event.payload));
}
