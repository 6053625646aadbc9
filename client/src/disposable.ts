/** What is let go of when the extension ends; VS Code takes any object of this shape. */
export interface Disposable {
  dispose(): void;
}
