// How a value of a setting is read and written. Money is kept in fen and shown in yuan.
import type { Named, SettingView } from '../api/generated'

export type Say = (words: { zh: string; en: string }) => string
export type Tell = (key: string, named?: Record<string, unknown>) => string

export const isMoney = (setting: SettingView) => setting.unit?.key === 'fen'

/** A number as the row shows it. */
export const shown = (setting: SettingView, value: unknown): string =>
  isMoney(setting) && typeof value === 'number' ? `${Math.trunc(value / 100)}.${`${Math.abs(value % 100)}`.padStart(2, '0')}` : value == null ? '' : String(value)

/** What was typed, as a release writes it; as it is where it is none, so that the hub says what is wrong. */
export function typed(setting: SettingView, text: string): unknown {
  const bare = text.trim()
  if (isMoney(setting)) {
    const yuan = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(bare)
    return yuan ? Number(yuan[1]) * 100 + Number((yuan[2] ?? '').padEnd(2, '0')) : bare
  }
  if (setting.kind === 'integer') return /^-?\d{1,15}$/.test(bare) ? Number(bare) : bare
  return bare
}

/** `0–60 分钟` */
export function range(setting: SettingView, say: Say, t: Tell): string {
  const bound = (text: string | null) => (text == null ? null : shown(setting, isMoney(setting) ? Number(text) : text))
  const [least, most] = [bound(setting.least), bound(setting.most)]
  const numbers = least != null && most != null ? `${least}–${most}` : least != null ? t('settings.atLeast', { n: least }) : most != null ? t('settings.atMost', { n: most }) : ''
  return numbers && `${numbers} ${setting.unit ? say(setting.unit) : ''}`.trim()
}

/** A value in words, for "default …". */
export function told(setting: SettingView, value: unknown, say: Say, t: Tell): string {
  const choice = (key: unknown) => {
    const known = setting.choices.find((it: Named) => it.key === key)
    return known ? say(known) : String(key)
  }
  switch (setting.kind) {
    case 'yes_no': return t(value ? 'settings.yes' : 'settings.no')
    case 'choice': return choice(value)
    case 'choices': return (value as unknown[]).map(choice).join(t('shell.comma')) || t('settings.none')
    case 'days': return (value as string[]).map((day) => t(`settings.days.${day}`)).join(t('shell.comma'))
    case 'list':
    case 'dates': return (value as unknown[]).length ? t('settings.rows', { n: (value as unknown[]).length }) : t('settings.none')
    case 'table': return t('settings.none')
    case 'text': return value === '' ? t('settings.empty') : ''
    default: return `${shown(setting, value)} ${setting.unit ? say(setting.unit) : ''}`.trim()
  }
}
