import { RadioCard } from "@/components/ui/radio-card";
import { type Objectives, scenarioWords } from "@/lib/drill/drill-rules";
import type { DrillScenario } from "@/lib/drill/drill-schemas";
import { formatDuration } from "@/lib/format";

interface Props {
  objectives: Objectives;
  value: DrillScenario;
  onChange(scenario: DrillScenario): void;
}

export function ScenarioPicker({ objectives, value, onChange }: Props) {
  return (
    <fieldset>
      <legend className="sr-only">Scenario</legend>
      <div className="grid gap-3 lg:grid-cols-3">
        {(Object.keys(objectives) as DrillScenario[]).map((scenario) => {
          const { title, rtoSeconds, rpo } = objectives[scenario];
          const { does, proves } = scenarioWords[scenario];
          return (
            <RadioCard
              key={scenario}
              name="scenario"
              value={scenario}
              checked={value === scenario}
              onChange={() => onChange(scenario)}
            >
              <span className="font-medium">{title}</span>
              <span className="mt-1 block text-sm text-ink-soft">{does}</span>
              <span className="mt-1 block text-sm text-ink">Proves: {proves}</span>
              <span className="mt-2 block text-xs text-ink-soft">
                Promised: back in {formatDuration(rtoSeconds)},{" "}
                {rpo === "0" ? "nothing lost" : `with the data of the ${rpo.toLowerCase()}`}
              </span>
            </RadioCard>
          );
        })}
      </div>
    </fieldset>
  );
}
