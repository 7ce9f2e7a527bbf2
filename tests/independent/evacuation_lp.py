"""Made evacuation problems solved anew as linear programs on the network with a place for each node and step.

    evacuate random 7 300 | python3 tests/independent/evacuation_lp.py

Needs highspy and numpy. For each problem and each of our answers: as many of each class (the lowest first) and the
same least sum of arrival steps where the answer is said to be exact; no more than can be where it is not; and every
bound on the right side. Status 1 and the first differences if anything differs.
"""

import json
import sys

import highspy
import numpy as np

INFINITE = highspy.kHighsInf


class Program:
    """Variables in lines of conservation; costs and demands are set for each question."""

    def __init__(self, problem):
        self.sources, self.sinks = problem["sources"], problem["sinks"]
        self.nodes, self.horizon = problem["nodes"], problem["horizon"]
        self.columns, self.enters, self.leaves = [], [], []
        rows = self.nodes * self.horizon
        for tail, head, delay, free in problem["arcs"]:
            for step in range(self.horizon - delay):
                if free[step]:
                    self.column(free[step], [(self.place(tail, step), -1), (self.place(head, step + delay), 1)])
        for node in problem["waiting"]:
            for step in range(self.horizon - 1):
                self.column(INFINITE, [(self.place(node, step), -1), (self.place(node, step + 1), 1)])
        self.first_source = rows
        self.first_sink = rows + len(self.sources)
        self.classes = sorted({source[3] for source in self.sources})
        self.first_class = self.first_sink + len(self.sinks)
        for number, (node, _, begin, of_class) in enumerate(self.sources):
            for step in range(begin, self.horizon):
                column = self.column(INFINITE, [(self.place(node, step), 1), (self.first_source + number, 1),
                                                (self.first_class + self.classes.index(of_class), 1)])
                self.leaves.append((column, of_class))
        for number, (node, _) in enumerate(self.sinks):
            for step in range(self.horizon):
                column = self.column(INFINITE, [(self.place(node, step), -1), (self.first_sink + number, 1)])
                self.enters.append((column, step))
        self.model = self.passed(rows)

    def place(self, node, step):
        return step * self.nodes + node

    def column(self, most, entries):
        # An arc of no delay from a node to itself cannot be; one place is never named twice.
        self.columns.append((most, entries))
        return len(self.columns) - 1

    def passed(self, places):
        program = highspy.HighsLp()
        rows = self.first_class + len(self.classes)
        program.num_col_, program.num_row_ = len(self.columns), rows
        program.col_cost_ = np.zeros(len(self.columns))
        program.col_lower_ = np.zeros(len(self.columns))
        program.col_upper_ = np.array([float(most) for most, _ in self.columns])
        lower, upper = np.zeros(rows), np.zeros(rows)
        for number, source in enumerate(self.sources):
            upper[self.first_source + number] = source[1]
        for number, sink in enumerate(self.sinks):
            upper[self.first_sink + number] = sink[1]
        upper[self.first_class:] = INFINITE
        program.row_lower_, program.row_upper_ = lower, upper
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = np.cumsum([0] + [len(entries) for _, entries in self.columns]).astype(np.int32)
        program.a_matrix_.index_ = np.array([row for _, entries in self.columns for row, _ in entries], dtype=np.int32)
        program.a_matrix_.value_ = np.array([float(value) for _, entries in self.columns for _, value in entries])
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        model.passModel(program)
        return model

    def least(self, costs):
        """The least sum of costs, as the whole number that it is."""
        all_costs = np.zeros(len(self.columns))
        for column, cost in costs:
            all_costs[column] = cost
        columns = np.arange(len(self.columns), dtype=np.int32)
        self.model.changeColsCost(len(columns), columns, all_costs)
        self.model.run()
        status = self.model.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"expected an optimum, found {status}")
        value = self.model.getInfo().objective_function_value
        if abs(value - round(value)) > 1e-4:
            raise RuntimeError(f"expected a whole number, found {value}")
        return round(value)

    def demand(self, of_class, persons):
        """At least so many of a class are to leave."""
        self.model.changeRowBounds(self.first_class + self.classes.index(of_class), float(persons), INFINITE)

    def most_by(self, step):
        return -self.least([(column, -1) for column, at in self.enters if at <= step])

    def most_of(self, of_class):
        return -self.least([(column, -1) for column, at in self.leaves if at == of_class])

    def total(self):
        return self.least(self.enters)


def hold(line):
    """Every difference between one problem's answers and the programs."""
    problem, answers = line["problem"], line["answers"]
    program = Program(problem)
    if not program.columns:
        return [f"{name}: expected nobody" for name, answer in answers.items() if sum(answer["arrivals"])]
    most_by = [program.most_by(step) for step in range(problem["horizon"])]
    served = {}
    for of_class in program.classes:
        served[of_class] = program.most_of(of_class)
        program.demand(of_class, served[of_class])
    found = []

    def law(name, what, holds, ours, theirs):
        if not holds:
            found.append(f"{name}, {what}: ours {ours}, HiGHS {theirs}")

    for name, answer in answers.items():
        law(name, "faults", not answer["faults"], answer["faults"], [])
        brought = dict.fromkeys(program.classes, 0)
        for (_, persons, _, of_class), left in zip(problem["sources"], answer["left"]):
            brought[of_class] += persons - left
        for of_class in program.classes:
            program.demand(of_class, brought[of_class])
        total = program.total()
        law(name, "least total", answer["least_total"] <= total <= answer["total"],
            (answer["least_total"], answer["total"]), total)
        ours = answer["most_by"] or [0]
        for step, most in enumerate(most_by):
            bound = ours[min(step, len(ours) - 1)]
            law(name, f"most by step {step}", bound >= most, bound, most)
        came = sum(answer["arrivals"])
        law(name, "served", came <= most_by[-1], came, most_by[-1])
        if name == "exact":
            law(name, "served by class", brought == served, brought, served)
            law(name, "total", answer["total"] == total == answer["least_total"], answer["total"], total)
            law(name, "most in the end", ours[-1] == most_by[-1], ours[-1], most_by[-1])
    return found


def main():
    problems = answers = differences = arrive = stay = behind = 0
    for text in sys.stdin:
        line = json.loads(text)
        found = hold(line)
        differences += len(found)
        for what in found[:3]:
            print(f"problem {line['number']}: {what}", file=sys.stderr)
        problems, answers = problems + 1, answers + len(line["answers"])
        exact = line["answers"]["exact"]
        arrive += sum(exact["arrivals"]) > 0
        stay += sum(exact["left"]) > 0
        behind += line["answers"]["fast"]["total"] > exact["total"]
    print(f"{problems} problems, {answers} answers; somebody arrives in {arrive}, stays in {stay}; "
          f"the fast method is later in {behind}; {differences} differences from HiGHS")
    # Problems in which nothing happens would show nothing.
    if problems and min(arrive, stay) < problems // 5:
        print("expected people to arrive in many problems and to stay in many", file=sys.stderr)
        return 1
    return 1 if differences or not problems else 0


if __name__ == "__main__":
    sys.exit(main())
