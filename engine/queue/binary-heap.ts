/** A min-heap over `score`; equal scores leave in the order they came. */
export class BinaryHeap<T> {
  private readonly nodes: { score: number; order: number; value: T }[] = [];
  private order = 0;

  get size(): number {
    return this.nodes.length;
  }

  peek(): { score: number; value: T } | undefined {
    return this.nodes[0];
  }

  push(score: number, value: T): void {
    const nodes = this.nodes;
    nodes.push({ score, order: this.order++, value });
    for (let at = nodes.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (this.before(parent, at)) break;
      this.swap(parent, at);
      at = parent;
    }
  }

  pop(): T | undefined {
    const nodes = this.nodes;
    const top = nodes[0];
    const last = nodes.pop();
    if (!top || !last) return undefined;
    if (nodes.length > 0) {
      nodes[0] = last;
      this.sink();
    }
    return top.value;
  }

  private sink(): void {
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.nodes.length && this.before(child, least)) least = child;
      }
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private before(left: number, right: number): boolean {
    const a = this.nodes[left];
    const b = this.nodes[right];
    if (!a || !b) return false;
    return a.score < b.score || (a.score === b.score && a.order < b.order);
  }

  private swap(left: number, right: number): void {
    const a = this.nodes[left];
    const b = this.nodes[right];
    if (!a || !b) return;
    this.nodes[left] = b;
    this.nodes[right] = a;
  }
}
