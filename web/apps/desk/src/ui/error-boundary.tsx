/** Catches what a page throws, so that the rest of the app goes on. A new address tries again. */

import { Component, type ReactNode } from 'react';
import { Button } from './button';
import { t } from './locales';
import { EmptyState } from './states';

interface Props {
  /** When it changes, the page is tried again: give it the address. */
  resetKey: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
  resetKey: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { failed: false, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    // Mostly a part of the app that could not be fetched: the line is down, or there is a newer version.
    return (
      <EmptyState
        heading="h1"
        title={t.pageNotShown}
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            {t.loadItAgain}
          </Button>
        }
      >
        {t.pageNotShownWhy}
      </EmptyState>
    );
  }
}
