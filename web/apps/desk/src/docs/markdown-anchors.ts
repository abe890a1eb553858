/** Gives the headings of a rendered text the anchors that the build has listed (a rehype plugin). */
import { anchors } from './headings';

/** The parts of a hast node that are looked at. */
interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

export function withAnchors() {
  return (tree: Node): void => {
    const anchorOf = anchors();
    const walk = (node: Node): void => {
      if (node.tagName === 'h2' || node.tagName === 'h3') {
        // Reached by a link: the focus goes where the reader is.
        node.properties = { ...node.properties, id: anchorOf(textOf(node)), tabIndex: -1 };
      }
      node.children?.forEach(walk);
    };
    walk(tree);
  };
}

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');
