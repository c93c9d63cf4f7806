#pragma once

#include "models/artifact_comparison_model.h"

#include <QWidget>

class QComboBox;
class QPainter;
class QSlider;
class QStackedWidget;
class QTableView;

namespace binnacle {

class ChipToggle;
class EmptyState;
class JoinedTableModel;
class PathChangeModel;
class SideColumns;
class TextDiffView;
class TextLabel;

// The same artifact of several runs beside each other: pictures with a slider over steps, confusion
// matrices on one colour scale, tables joined by a key, differences of JSON and YAML by path, of
// texts by line and word. A view over an ArtifactComparisonModel, which outlives it.
class ArtifactsComparison : public QWidget
{
    Q_OBJECT
public:
    explicit ArtifactsComparison(ArtifactComparisonModel& model, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override { return {320, 220}; }
    // What is compared, as it is now, without the controls around it.
    void paintShown(QPainter& painter, const QRectF& area) const;

signals:
    void artifactChosen(const QString& key); // by the person

private:
    void makePages();
    QWidget* makeBar();
    QWidget* makePairBar();
    QWidget* makeStepBar();
    QWidget* makeKeyBar();
    void showChoices();
    void refresh();
    void refreshPair();
    void refreshSteps();
    void showTables();
    QString runName(std::size_t side) const;
    void showNote();

    ArtifactComparisonModel& model_;
    QComboBox* choices_;
    ChipToggle* asText_;
    QWidget *pairBar_, *stepBar_, *keyBar_;
    QComboBox *leftRun_, *rightRun_, *keys_;
    QSlider* slider_;
    TextLabel *stepText_, *note_;
    ChipToggle* onlyDifferent_;
    QStackedWidget* pages_;
    EmptyState* empty_;
    SideColumns *pictures_, *matrices_, *facts_;
    QTableView *table_, *changes_;
    JoinedTableModel* joined_;
    PathChangeModel* pathChanges_;
    TextDiffView* texts_;
    double matrixScale_ = 1;
};

} // namespace binnacle
