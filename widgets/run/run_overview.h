#pragma once

#include "models/run_metrics_model.h"
#include "models/run_page_model.h"
#include "services/backends/tracking_backend.h"

#include <QScrollArea>

class QBoxLayout;

namespace binnacle {

class Card;
class NoteCard;
class Prompts;
class RunEdits;
class TagList;

// The first section of the run page: facts, code version, dataset inputs, params, tags and note.
class RunOverview : public QScrollArea
{
    Q_OBJECT
public:
    RunOverview(RunEdits& edits, QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts);
    void show(const RunPageData& known, const TrackingCapabilities& can, bool sameRun);
    void showDatasets(); // scrolls to them
    using QWidget::show;

signals:
    void runRequested(binnacle::RunRowId run);
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    void registerRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTags();
    QWidget* makeParams();
    Card* makeCard(const QString& title, QWidget* content);
    void replace(QWidget*& slot, QWidget* fresh);
    QWidget* facts(const RunPageData& known);
    QWidget* code(const Run& run);
    QWidget* datasets(const Run& run);
    void showRegistered(const RunDetails& details);

    RunEdits& edits_;
    RunRowId run_{};
    std::optional<RunRowId> parent_;
    QWidget *facts_, *code_, *datasets_, *conflicts_, *registered_;
    Card *datasetsCard_, *registeredCard_;
    QBoxLayout *columns_, *left_, *right_;
    NoteCard* note_;
    TagList* tags_;
    RunValuesModel* params_;
};

} // namespace binnacle
