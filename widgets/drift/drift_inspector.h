#pragma once

#include "services/drift/drift_over_time.h"
#include "services/drift/drift_report.h"

#include <QScrollArea>

#include <optional>

class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace binnacle {

class DistributionView;
class FactGrid;
class QuantileView;
class SectionLabel;
class TextLabel;
class WindowLine;

// One column in full: distributions over each other, figures, the test in words, method and
// threshold to change, quantile plot, windows.
class DriftInspector : public QScrollArea
{
    Q_OBJECT
public:
    explicit DriftInspector(QWidget* parent = nullptr);

    // `importance` NaN: not known. `overTime` nullptr: no windows.
    void showColumn(const ColumnDrift& column, double importance, bool top,
                    const DriftOverTime* overTime);
    void showNothing(const QString& sentence);
    void setChangeable(bool method, bool threshold); // the data is at hand; the report is here

signals:
    // `method` empty: as Evidently chooses.
    void methodChosen(const std::string& column, std::optional<binnacle::DriftMethod> method);
    void thresholdChosen(const std::string& column, double threshold);

private:
    void fillMethods(const ColumnDrift& column);
    void fillFacts(const ColumnDrift& column, double importance, bool top);

    QString column_;
    double threshold_ = 0;
    TextLabel *title_, *sentence_, *difference_, *key_;
    DistributionView* distribution_;
    QWidget* factsPlace_;
    QVBoxLayout* factsLayout_;
    QComboBox* method_;
    QLineEdit* limit_;
    QWidget* choices_;
    SectionLabel *quantileTitle_, *windowTitle_;
    QuantileView* quantiles_;
    WindowLine* windows_;
};

} // namespace binnacle
