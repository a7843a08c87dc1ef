// The settings as the hub has them, and what the clerk has changed and not saved. What the hub finds wrong stands at its key.
import { computed, reactive, readonly, shallowRef } from 'vue'
import * as office from '../api/office'
import type { SettingView, SettingsView } from '../api/generated'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** `const { view, value, set, reset, count, save } = useSettings()` */
export function useSettings() {
  const view = shallowRef<SettingsView | null>(null)
  /** New values by key; null is the product's default. */
  const edits = reactive(new Map<string, unknown>())
  const errors = reactive(new Map<string, { zh: string; en: string }>())

  const load = async () => {
    view.value = await office.settings()
  }
  /** What stands in the row now. */
  const value = (setting: SettingView): unknown => {
    if (!edits.has(setting.key)) return setting.value
    return edits.get(setting.key) ?? setting.default
  }
  const isOwn = (setting: SettingView) => !same(value(setting), setting.default)
  function put(setting: SettingView, next: unknown): void {
    errors.delete(setting.key)
    if (same(next ?? setting.default, setting.value)) edits.delete(setting.key)
    else edits.set(setting.key, next)
  }
  function discard(): void {
    edits.clear()
    errors.clear()
  }
  /** Saves all of it or none; throws what the hub refuses. */
  async function save(): Promise<SettingsView | null> {
    if (!view.value) return null
    errors.clear()
    try {
      view.value = await office.changeSettings(view.value.version, Object.fromEntries(edits))
      edits.clear()
      return view.value
    } catch (refused) {
      if (refused instanceof office.Refused) refused.errors.forEach((it) => errors.set(it.key, it))
      throw refused
    }
  }
  const count = computed(() => edits.size)
  return { view: readonly(view) as Readonly<typeof view>, edits, errors, load, value, isOwn, set: put, reset: (setting: SettingView) => put(setting, null), discard, save, count }
}
