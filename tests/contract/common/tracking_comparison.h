#pragma once

#include "services/domain/run.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <vector>

// Compares what a backend read with what MLflow's own client read (dump_store.py). Each function
// returns the first difference in words, or an empty text. Numbers must agree to the last bit; the
// one exception: MLflow keeps ±Inf in SQL as ±1.7976931348623157e308 and its client shows that
// number, so the two count as the same.
namespace binnacle::contract {

QString difference(const Experiment& experiment, const QJsonObject& expected);
// Everything of a run except its histories and artifacts.
QString difference(const Run& run, const QJsonObject& expected);
QString difference(const LoggedModel& model, const QJsonObject& expected);
// Points in any order, each as often as the client sees it.
QString differenceOfPoints(std::vector<MetricPoint> points, const QJsonArray& expected);

double toDouble(const QJsonValue& value); // "NaN", "Infinity", "-Infinity" as well
bool sameValue(double a, double b);

} // namespace binnacle::contract
