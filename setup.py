"""What the table in pyproject.toml cannot say: the folder `prompts/` is a part of the package."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["extractor*", "evals*"]), "extractor.prompt_files"],
    package_dir={"extractor.prompt_files": "prompts"},
)
