#pragma once

#include "widgets/compare/comparison_card.h"

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QListView;
class QPushButton;
class QSlider;
class QSortFilterProxyModel;

namespace binnacle {

class ComparisonRunList;
class SearchField;
class TextLabel;

// What the page is about: the runs compared, how lines are drawn, and the metrics to choose from.
class CompareSidePane : public QWidget
{
    Q_OBJECT
public:
    explicit CompareSidePane(const CardContext& context, QWidget* parent = nullptr);

    ComparisonRunList& runs() { return *runs_; }
    // The options of all lines cards: "smoothing", "x", "logY", …; see cards/lines_card.h.
    void setLineOptions(const QJsonObject& options);

signals:
    void lineOptionChosen(const QString& key, const QJsonValue& value);
    void metricChosen(const QString& metric);  // to be shown
    void metricsWanted(const QString& prefix); // a card for each metric with this prefix

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeLines();
    QWidget* makeMetrics();
    void chooseGroup();
    void showGroup();
    void refresh();
    void searchMetrics(const QString& text);

    CardContext context_;
    ComparisonRunList* runs_ = nullptr;
    QSlider* smoothing_ = nullptr;
    TextLabel* smoothingText_ = nullptr;
    QComboBox* axis_ = nullptr;
    QCheckBox* log_ = nullptr;
    QPushButton* group_ = nullptr;
    SearchField* search_ = nullptr;
    QListView* metrics_ = nullptr;
    QSortFilterProxyModel* found_ = nullptr;
    TextLabel* metricCount_ = nullptr;
    QPushButton* allOfPrefix_ = nullptr;
};

} // namespace binnacle
