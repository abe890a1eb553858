// The widget as it will look: its button, and the panel's first screen. A picture, not the widget.

import type { WidgetSettings } from '@frontdesk/client';
import { textOn } from '@frontdesk/widget/contrast';
import { Eye, MessageCircle, Search } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useDeskConfig } from '../../../session';
import { classes } from '../../../ui';
import styles from './widget.module.css';

export function WidgetPreview({ settings }: { settings: WidgetSettings }) {
  const { name: deskName } = useDeskConfig();
  const name = settings.name.trim() || deskName;
  const looks = {
    '--brand': settings.color,
    '--on-brand': textOn(settings.color),
    '--x': `${settings.offsetX / 2}px`,
    '--y': `${settings.offsetY / 2}px`,
  } as CSSProperties;
  return (
    <section className={styles.preview} aria-label="Preview">
      <p className={styles.legend}>
        <Eye size={15} aria-hidden /> As visitors will see it
      </p>
      <div
        className={classes(styles.window, settings.side === 'left' && styles.left)}
        style={looks}
        data-theme={settings.theme}
      >
        <div className={styles.panel}>
          <div className={styles.hero}>
            <p className={styles.name}>
              {settings.logoUrl ? null : (
                <span className={styles.logo}>{[...name][0]?.toUpperCase()}</span>
              )}
              {name}
            </p>
            <p className={styles.greeting}>{settings.greeting || 'Hello! How can we help?'}</p>
            <p>{settings.introduction || 'Search our articles, or talk to a person.'}</p>
          </div>
          <div className={styles.cards}>
            {settings.articles ? (
              <p className={styles.card}>
                <Search size={14} aria-hidden /> Search for help
              </p>
            ) : null}
            {settings.chat || settings.messages ? (
              <p className={styles.card}>
                <strong>{settings.chat ? 'Start a conversation' : 'Leave us a message'}</strong>
              </p>
            ) : null}
            {settings.articles ? <p className={styles.card}>Popular articles</p> : null}
            {settings.history ? <p className={styles.card}>Earlier conversations</p> : null}
          </div>
        </div>
        <span className={styles.launcher}>
          <MessageCircle size={20} aria-hidden />
        </span>
      </div>
    </section>
  );
}
