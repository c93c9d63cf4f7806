#pragma once

#include "models/artifact_content.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;
class QTreeView;

namespace binnacle {

class ArtifactTableModel;
class EmptyState;
class MarkdownView;
class MatrixView;
class PictureView;
class Prompts;
class StructureModel;
class TextLabel;
class TextView;

// One artifact in the way that suits it: picture, confusion matrix, table, tree, rendered Markdown,
// text, or the facts about a binary file. Where there are several ways a person chooses.
class ArtifactViewer : public QWidget
{
    Q_OBJECT
public:
    enum class Form { Nothing, Picture, Matrix, Table, Tree, Markdown, Text, Facts };

    explicit ArtifactViewer(QWidget* parent = nullptr);
    void setPrompts(Prompts* prompts); // asked before a link is followed
    void show(const SharedArtifact& content);
    using QWidget::show;
    void clear(const QString& sentence = {});
    Form form() const { return form_; }
    const std::vector<Form>& forms() const { return forms_; } // that this artifact has

private:
    void choose(int tab);
    void fill(Form form);
    QString facts() const;
    QWidget* widgetOf(Form form);

    SharedArtifact content_;
    std::vector<Form> forms_;
    Form form_ = Form::Nothing;
    QTabBar* tabs_;
    QStackedWidget* stack_;
    TextLabel* note_;
    EmptyState* nothing_;
    // Made when first needed.
    TextView* text_ = nullptr;
    PictureView* picture_ = nullptr;
    MatrixView* matrix_ = nullptr;
    QTableView* table_ = nullptr;
    ArtifactTableModel* tableModel_ = nullptr;
    QTreeView* tree_ = nullptr;
    StructureModel* structureModel_ = nullptr;
    MarkdownView* markdown_ = nullptr;
    TextView* facts_ = nullptr;
    Prompts* prompts_ = nullptr;
};

} // namespace binnacle
