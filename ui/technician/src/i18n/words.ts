import type { Money } from '../api/generated';
import { dayOf, local, nowMs } from '../use/clock';
import { current } from './index';

/** ¥534.80: minor units are a wire form, so this only moves the point. */
export function money(of: Money): string {
  const sign = of.minor < 0 ? '−' : '';
  const minor = Math.abs(of.minor);
  const mark = of.currency === 'CNY' ? '¥' : `${of.currency} `;
  return `${sign}${mark}${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}

/** 12.6 m, and 1 个: what stands on the quote. */
export function quantity(value: string, unit: string): string {
  return `${value} ${unit}`;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  if (count < 1024 * 1024) return `${Math.round(count / 1024)} KB`;
  if (count < 1024 * 1024 * 1024) return `${(count / 1024 / 1024).toFixed(1)} MB`;
  return `${(count / 1024 / 1024 / 1024).toFixed(1)} GB`;
}

/** 0.5 / 1.4 MB: both in the unit of the whole. */
export function bytesOf(part: number, whole: number): string {
  if (whole < 1024) return `${part} / ${whole} B`;
  if (whole < 1024 * 1024) return `${Math.round(part / 1024)} / ${Math.round(whole / 1024)} KB`;
  return `${(part / 1024 / 1024).toFixed(1)} / ${bytes(whole)}`;
}

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function weekday(ms: number): string {
  return WEEKDAYS[current()][local(ms).getUTCDay()] ?? '';
}

/** 11月20日, 20 Nov */
export function day(ms: number): string {
  const at = local(ms);
  return current() === 'zh'
    ? `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`
    : `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
}

/** 今天, 明天 or the day itself. */
export function nearDay(ms: number): string {
  const away = dayOf(ms) - dayOf(nowMs());
  if (away === 0) return current() === 'zh' ? '今天' : 'Today';
  if (away === 1) return current() === 'zh' ? '明天' : 'Tomorrow';
  if (away === -1) return current() === 'zh' ? '昨天' : 'Yesterday';
  return day(ms);
}

/** 1 小时 20 分, 45 分钟 */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  if (current() === 'zh') {
    if (hours === 0) return `${rest} 分钟`;
    return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
  }
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** How a customer is addressed, and how that is said in English. */
const TITLES: Record<string, string> = { 女士: 'Ms', 先生: 'Mr', 小姐: 'Ms', 老师: '', 经理: '', 师傅: '' };
/** Surnames of two characters that a customer may bear. */
const DOUBLE = ['欧阳', '司马', '上官', '诸葛', '司徒', '东方', '夏侯', '皇甫', '尉迟', '公孙', '慕容', '令狐', '长孙', '宇文'];

/** 王淑敏 女士 → name 王淑敏, title 女士. */
export function person(customer: string): { name: string; title: string } {
  const at = customer.trim().lastIndexOf(' ');
  const title = at > 0 ? customer.trim().slice(at + 1) : '';
  const english = TITLES[title];
  if (english === undefined) return { name: customer.trim(), title: '' };
  return { name: customer.trim().slice(0, at).trim(), title: current() === 'zh' ? title : english };
}

/** 王女士: how one speaks to the customer; the whole name where no title is known. */
export function addressed(customer: string): string {
  const { name, title } = person(customer);
  if (!title || !/^\p{Script=Han}+$/u.test(name)) return name;
  const surname = DOUBLE.find((double) => name.startsWith(double)) ?? name.slice(0, 1);
  return current() === 'zh' ? surname + title : `${title} ${surname}`;
}
