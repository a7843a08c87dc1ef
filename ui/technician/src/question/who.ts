// Who said something, in the words of the person who reads it.
import { Building2, Smartphone, TabletSmartphone, User } from '@lucide/vue';
import type { Component } from 'vue';
import type { ComposerTranslation } from 'vue-i18n';
import type { Who } from '../api/generated';

export const SIDE: Record<Who['side'], Component> = { here: Smartphone, elsewhere: TabletSmartphone, colleague: User, office: Building2 };

/** 你在这台手机上, 刘洋, 公司 · admin（刘洋写的） */
export function named(who: Who, t: ComposerTranslation): string {
  const plain =
    who.side === 'here' || who.side === 'elsewhere' ? t(`who.${who.side}`) : who.side === 'office' ? (who.name ? t('who.office_by', { name: who.name }) : t('who.office')) : who.name || t('who.colleague');
  return who.first === null ? plain : t('who.taken_over', { who: plain, first: who.first || t('who.colleague') });
}
