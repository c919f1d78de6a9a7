/**
 * As much of Microsoft's component framework as the sample uses, so that it can be checked without their packages. With the
 * Power Platform CLI, delete this file: `pac pcf init` brings @types/powerapps-component-framework and generates Inputs.
 */
declare namespace ComponentFramework {
  type Dictionary = Record<string, unknown>;

  interface Text {
    raw: string | null;
  }

  interface Context<Inputs> {
    parameters: Inputs;
    mode: { contextInfo: { entityId: string; entityTypeName: string } };
  }

  interface StandardControl<Inputs, Outputs> {
    init(context: Context<Inputs>, changed: () => void, state: Dictionary, container: HTMLDivElement): void;
    updateView(context: Context<Inputs>): void;
    getOutputs(): Outputs;
    destroy(): void;
  }
}

interface Inputs {
  anchor: ComponentFramework.Text;
  server: ComponentFramework.Text;
  widget: ComponentFramework.Text;
}

type Outputs = Record<string, never>;
