// Words of the hub in the page's language, and times where the office is.
import { useI18n } from 'vue-i18n'
import { useSession } from '../session/useSession'

interface TwoTongues {
  zh: string
  en: string
}

const two = (n: number) => `${n}`.padStart(2, '0')

/** `const { say, at, day, span } = useWords()` */
export function useWords() {
  const { locale } = useI18n()
  const session = useSession()
  const shifted = (ms: number) => new Date(ms + (session.here.value?.offset_minutes ?? 480) * 60_000)
  const clock = (ms: number) => `${two(shifted(ms).getUTCHours())}:${two(shifted(ms).getUTCMinutes())}`
  const sameDay = (a: number, b: number) => shifted(a).toISOString().slice(0, 10) === shifted(b).toISOString().slice(0, 10)

  function day(ms: number): string {
    const date = shifted(ms)
    const thisYear = date.getUTCFullYear() === shifted(Date.now()).getUTCFullYear()
    if (locale.value === 'zh') {
      return `${thisYear ? '' : `${date.getUTCFullYear()} 年 `}${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日`
    }
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...(thisYear ? {} : { year: 'numeric' }), timeZone: 'UTC' })
  }
  /** Today the time alone. */
  const at = (ms: number | null | undefined) =>
    ms == null ? '' : sameDay(ms, Date.now()) ? clock(ms) : `${day(ms)} ${clock(ms)}`
  /** `11 月 20 日 13:30–15:00` */
  const span = (from: number | null, to: number | null) =>
    from == null ? '' : to == null ? at(from) : sameDay(from, to) ? `${at(from)}–${clock(to)}` : `${at(from)} – ${at(to)}`
  /** The word in the page's language. */
  const say = (words: TwoTongues) => (locale.value === 'zh' ? words.zh : words.en) || words.zh
  /** Day and time of a form as the brief writes them, where the office is. */
  const written = (date: string, time: string) => {
    const offset = session.here.value?.offset_minutes ?? 480
    const sign = offset < 0 ? '-' : '+'
    return `${date}T${time}:00${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  }
  /** Day and time of a moment as a form holds them. */
  const parts = (ms: number | null) => (ms == null ? { date: '', time: '' } : { date: shifted(ms).toISOString().slice(0, 10), time: clock(ms) })
  return { say, at, day, clock, span, written, parts }
}
