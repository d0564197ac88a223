import { cn } from "@/components/ui/cn";
import { QUESTIONS, type Question } from "@/lib/domain/pact-judge";

const COUNTS = ["none", "one", "two", "three", "four", "five"];

/** How many of the five questions are answered, in words: "four of five answered". */
export const sayAnswered = (answers: Record<Question, boolean>) =>
  `${COUNTS[QUESTIONS.filter((one) => answers[one]).length]} of five answered`;

/** The five marks of a clause, in the order of its questions. */
export function AnswerMarks({ answers }: { answers: Record<Question, boolean> }) {
  const open = QUESTIONS.filter((one) => !answers[one]);
  const label = open.length === 0 ? "All five answered" : `${sayAnswered(answers)}; open: ${open.join(", ")}`;
  return (
    <span className="marks" role="img" aria-label={label}>
      {QUESTIONS.map((one) => (
        <i key={one} className={cn("five", answers[one] && "on")} />
      ))}
    </span>
  );
}
